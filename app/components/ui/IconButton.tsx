import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './Icon';
import { Tooltip } from './Tooltip';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  icon: IconName;
  /** Heard by screen readers, and shown on hover. */
  label: string;
}

/** A button that is only an icon; can be the trigger of a Menu, Popover or Dialog. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={className ? `${styles['icon']} ${className}` : styles['icon']}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

'use client';
import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import { isValidElement, type ReactElement } from 'react';
import styles from './popups.module.css';

interface TooltipProps {
  text: string;
  /** One element that can have the focus; its own label is heard first, then the text. */
  children: ReactElement;
}

export function Tooltip({ text, children, ...fromOutside }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger
        {...fromOutside}
        render={children}
        {...(isLabelledBy(children, text) ? {} : { 'aria-description': text })}
      />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner sideOffset={6} className={styles['above']}>
          <BaseTooltip.Popup className={styles['tooltip']}>{text}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

/** A button whose label is the tooltip would otherwise be read twice. */
function isLabelledBy(element: ReactElement, text: string): boolean {
  return isValidElement<{ 'aria-label'?: string }>(element) && element.props['aria-label'] === text;
}

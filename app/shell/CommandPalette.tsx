'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '../components/ui/Icon';
import { Kbd } from '../components/ui/Kbd';
import { matchesCommand } from './commandMatch';
import { type Command, type CommandGroup, useCommands } from './commands';
import { GlobalShortcuts } from './GlobalShortcuts';
import styles from './palette.module.css';
import { ShortcutList } from './ShortcutList';

interface Palette {
  open: () => void;
  showShortcuts: () => void;
}

const PaletteContext = createContext<Palette | undefined>(undefined);

export function useCommandPalette(): Palette {
  const palette = useContext(PaletteContext);
  if (!palette) throw new Error('useCommandPalette: there is no CommandPalette around this component');
  return palette;
}

/** Rows of the list at most: who has more than these types another letter. */
const limit = 80;

type Shown = 'nothing' | 'palette' | 'shortcuts';

/** The command palette and the list of shortcuts, for all that is inside; opened by ⌘K and by ?. */
export function CommandPalette({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>('nothing');
  const palette = useMemo<Palette>(
    () => ({ open: () => setShown('palette'), showShortcuts: () => setShown('shortcuts') }),
    [],
  );
  return (
    <PaletteContext.Provider value={palette}>
      <GlobalShortcuts
        onPalette={() => setShown((last) => (last === 'palette' ? 'nothing' : 'palette'))}
        onShortcuts={palette.showShortcuts}
      />
      {children}
      <PaletteDialog
        isOpen={shown === 'palette'}
        onOpenChange={(isOpen) => setShown(isOpen ? 'palette' : 'nothing')}
        showShortcuts={palette.showShortcuts}
      />
      <ShortcutList
        isOpen={shown === 'shortcuts'}
        onOpenChange={(isOpen) => setShown(isOpen ? 'shortcuts' : 'nothing')}
      />
    </PaletteContext.Provider>
  );
}

interface PaletteDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  showShortcuts: () => void;
}

function PaletteDialog({ isOpen, onOpenChange, showShortcuts }: PaletteDialogProps) {
  const words = useTranslations('shell.palette');
  const common = useTranslations('common');
  const { groups, isLoading } = useCommands(isOpen, showShortcuts);
  const choose = (command: Command) => {
    // Closed first: what runs may open another dialog.
    onOpenChange(false);
    command.run();
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['palette']} aria-label={words('label')}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={matchesCommand}
            itemToStringValue={(command: Command) => command.label}
            limit={limit}
            autoHighlight="always"
            keepHighlight
          >
            <div className={styles['inputRow']}>
              <Icon name="search" />
              <Autocomplete.Input
                className={styles['input']}
                aria-label={words('label')}
                placeholder={words('placeholder')}
              />
              <Dialog.Close className={styles['escape']} aria-label={words('close')}>
                <Kbd keys="Escape" />
              </Dialog.Close>
            </div>
            <Autocomplete.Empty>
              <p className={styles['none']}>{isLoading ? common('loading') : words('none')}</p>
            </Autocomplete.Empty>
            <Autocomplete.List className={styles['list']}>
              {(group: CommandGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={styles['group']}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.value}
                        value={command}
                        className={styles['item']}
                        onClick={() => choose(command)}
                      >
                        <span className={styles['text']} translate={command.isData ? 'no' : undefined}>
                          {command.label}
                        </span>
                        {command.hint ? <span className={styles['hint']}>{command.hint}</span> : null}
                        {command.keys ? <Kbd keys={command.keys} /> : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

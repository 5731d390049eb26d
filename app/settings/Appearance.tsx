'use client';
import { useTranslations } from 'use-intl';
import { Check } from '../components/ui/Check';
import { Segments } from '../components/ui/Segments';
import { languageNames, languages } from '../i18n/locales';
import { useCommandPalette } from '../shell/CommandPalette';
import { setCharacterKeys } from '../shell/characterKeys';
import { usePreferences } from '../shell/Preferences';
import { useCharacterKeys } from '../shell/Shortcuts';
import { themes } from '../shell/themes';
import { Section } from './Section';
import styles from './settings.module.css';

export function Appearance() {
  const words = useTranslations('settings.appearance');
  const shell = useTranslations('shell');
  const { theme, setTheme, language, setLanguage } = usePreferences();
  const areKeysOn = useCharacterKeys();
  const { showShortcuts } = useCommandPalette();
  return (
    <Section title={words('title')} lead={words('lead')}>
      <div className={styles['row']}>
        <span>{shell('language')}</span>
        <Segments
          label={shell('language')}
          value={language}
          options={languages.map((value) => ({ value, text: languageNames[value] }))}
          onChange={setLanguage}
        />
      </div>
      <div className={styles['row']}>
        <span>{shell('theme')}</span>
        <Segments
          label={shell('theme')}
          value={theme}
          options={themes.map((value) => ({ value, text: shell(`themes.${value}`) }))}
          onChange={setTheme}
        />
      </div>
      <div className={styles['row']}>
        <Check checked={areKeysOn} onChange={setCharacterKeys}>
          {words('characterKeys')}
        </Check>
        <button type="button" onClick={showShortcuts}>
          {words('showShortcuts')}
        </button>
      </div>
    </Section>
  );
}

'use client';
import { useTranslations } from 'use-intl';
import { IconButton } from '../components/ui/IconButton';
import { Menu, MenuChoices } from '../components/ui/Menu';
import { languageNames, languages } from '../i18n/locales';
import { usePreferences } from './Preferences';
import { themes } from './themes';

export function LanguageMenu() {
  const words = useTranslations('shell');
  const { language, setLanguage } = usePreferences();
  return (
    <Menu trigger={<IconButton icon="language" label={words('language')} />}>
      <MenuChoices
        label={words('language')}
        value={language}
        options={languages.map((value) => ({ value, text: languageNames[value], lang: value }))}
        onChange={setLanguage}
      />
    </Menu>
  );
}

const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function ThemeMenu() {
  const words = useTranslations('shell');
  const { theme, setTheme } = usePreferences();
  return (
    <Menu trigger={<IconButton icon={themeIcons[theme]} label={words('theme')} />}>
      <MenuChoices
        label={words('theme')}
        value={theme}
        options={themes.map((value) => ({ value, text: words(`themes.${value}`) }))}
        onChange={setTheme}
      />
    </Menu>
  );
}

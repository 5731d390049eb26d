import { RunTranslations } from './RunTranslations';

export default function RunTranslationsPage() {
  return <RunTranslations />;
}

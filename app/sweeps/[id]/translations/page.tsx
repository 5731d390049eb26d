import { TranslationsView } from './TranslationsView';

export default function TranslationsPage() {
  return <TranslationsView />;
}

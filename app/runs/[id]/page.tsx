import { Overview } from './overview/Overview';

export default function RunPage() {
  return <Overview />;
}

import { Overview } from './Overview';

export default function SweepPage() {
  return <Overview />;
}

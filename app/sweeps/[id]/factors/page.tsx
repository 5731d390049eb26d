import { FactorsView } from './FactorsView';

export default function FactorsPage() {
  return <FactorsView />;
}

import { CurvesView } from './CurvesView';

export default function CurvesPage() {
  return <CurvesView />;
}

import { OverfittingView } from './OverfittingView';

export default function OverfittingPage() {
  return <OverfittingView />;
}

import { SetupView } from './SetupView';

export default function SetupPage() {
  return <SetupView />;
}

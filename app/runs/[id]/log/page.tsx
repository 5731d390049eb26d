import { Log } from './Log';

export default function RunLogPage() {
  return <Log />;
}

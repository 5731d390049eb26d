import { Resources } from './Resources';

export default function RunResourcesPage() {
  return <Resources />;
}

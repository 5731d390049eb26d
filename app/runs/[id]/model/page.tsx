import { Model } from './Model';

export default function RunModelPage() {
  return <Model />;
}

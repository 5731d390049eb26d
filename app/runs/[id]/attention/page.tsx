import { AttentionView } from './AttentionView';

export default function RunAttentionPage() {
  return <AttentionView />;
}

import { AnswerView } from './AnswerView';

export default function AnswerPage() {
  return <AnswerView />;
}

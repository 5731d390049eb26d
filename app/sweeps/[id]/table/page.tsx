import { TableView } from './TableView';

export default function TablePage() {
  return <TableView />;
}

import Link from 'next/link';
import { PageHeader } from './components/PageHeader';

export default function NotFound() {
  return (
    <>
      <PageHeader
        title="There is nothing at this address"
        lead="It may have been mistyped, or belong to another data directory."
      />
      <Link href="/">All sweeps</Link>
    </>
  );
}

import { Notice } from './Notice';
import { PageHeader } from './PageHeader';

/** A page whose data could not be read, with the sentence that says why. */
export function Problem({ message }: { message: string }) {
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <Notice kind="error">{message}</Notice>
    </>
  );
}

import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { HeldoutError } from '@/lib/domain/errors';
import { isSignedIn } from '@/lib/server/auth';

export type Loaded<T> = { ok: true; value: T } | { ok: false; message: string };

/**
 * What every page does first: checks the session, then reads. A HeldoutError becomes a sentence for the page (Next
 * hides the messages of errors that a page throws), a missing thing becomes the 404 page.
 */
export async function loadPage<T>(read: () => T): Promise<Loaded<T>> {
  const received = await headers();
  try {
    if (!isSignedIn(received)) redirect('/signed-out');
    return { ok: true, value: read() };
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    if (error.code === 'not_found') notFound();
    return { ok: false, message: error.message };
  }
}

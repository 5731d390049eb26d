import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { HeldoutError } from '@/lib/domain/errors';
import { isSignedIn } from '@/lib/server/auth';
import { requestWords } from './i18n/request';

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

/** The title of a page about one thing, which a page that is not there says as well: its metadata has none of its own. */
export async function titleOf(read: () => string): Promise<Metadata> {
  try {
    return isSignedIn(await headers()) ? { title: read() } : {};
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    const words = await requestWords('states');
    return { title: words(error.code === 'not_found' ? 'notFound.title' : 'problem.title') };
  }
}

/** The part of gettext-parser 10 that is used; the package brings no types of its own. */
declare module 'gettext-parser' {
  export interface GettextEntry {
    msgid: string;
    msgctxt?: string;
    msgid_plural?: string;
    msgstr?: string[];
    comments?: {
      flag?: string;
      translator?: string;
      extracted?: string;
      reference?: string;
      previous?: string;
    };
  }
  export interface GettextCatalogue {
    /** By context, then by msgid. */
    translations: Record<string, Record<string, GettextEntry>>;
  }
  export const po: { parse(text: string): GettextCatalogue };
}

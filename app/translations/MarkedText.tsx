import { useTranslations } from 'use-intl';
import { alignTexts, type Edit, isExact } from './alignment';
import styles from './translations.module.css';

interface MarkedTextProps {
  text: string;
  /** What it is held against; undefined marks nothing. */
  against: string | undefined;
  /** BCP 47, of both. */
  language: string;
  /** Whether what only the other text has is shown too, struck out. */
  showMissing?: boolean;
  /** Where one of them is the text, it gets a tick. */
  references?: readonly string[];
}

/** A translation with what differs from another text marked: by form (underlined, struck out) as well as by colour. */
export function MarkedText({ text, against, language, showMissing = true, references }: MarkedTextProps) {
  const words = useTranslations('translations');
  const edits: Edit[] =
    against === undefined ? [{ kind: 'same', text, against: text }] : alignTexts(text, against);
  // A wholly different text: what it is held against stands beside it anyway.
  const isAnother = edits.length === 1 && edits[0]?.kind === 'substituted';
  const differing = edits.filter(({ kind }) => kind !== 'same').length;
  return (
    <>
      <span lang={language} translate="no">
        {text === '' ? <span className="soft">{words('empty')}</span> : null}
        {withOffsets(edits).map(({ edit, key }) => (
          <EditPart key={key} edit={edit} showMissing={showMissing && !isAnother} />
        ))}
      </span>
      {references && isExact(text, references) ? (
        <span className={styles['exact']}>
          <span aria-hidden="true">✓</span>
          <span className="visually-hidden">{words('exact')}</span>
        </span>
      ) : null}
      {against !== undefined && differing > 0 ? (
        <span className="visually-hidden">{words('differences', { count: differing })}</span>
      ) : null}
    </>
  );
}

function EditPart({ edit, showMissing }: { edit: Edit; showMissing: boolean }) {
  if (edit.kind === 'same') return edit.text;
  return (
    <>
      {showMissing && edit.against !== '' ? <del className={styles['missing']}>{edit.against}</del> : null}
      {edit.text === '' ? null : (
        <ins className={styles['added']} data-kind={edit.kind}>
          {edit.text}
        </ins>
      )}
    </>
  );
}

/** Keys by place: the same piece may stand in a sentence twice. */
function withOffsets(edits: readonly Edit[]): { edit: Edit; key: string }[] {
  let [here, there] = [0, 0];
  return edits.map((edit) => {
    const key = `${here}.${there}`;
    here += edit.text.length;
    there += edit.against.length;
    return { edit, key };
  });
}

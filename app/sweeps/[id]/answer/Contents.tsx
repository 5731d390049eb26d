import styles from './answer.module.css';

/** What is on the page, each a link to it: beside it where there is room, else between the verdicts and the rest. */
export function Contents({
  title,
  sections,
}: {
  title: string;
  sections: readonly { id: string; title: string }[];
}) {
  return (
    <nav className={styles['contents']} aria-labelledby="contents">
      <h2 id="contents">{title}</h2>
      <ol>
        {sections.map((section) => (
          <li key={section.id}>
            <a href={`#${section.id}`}>{section.title}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

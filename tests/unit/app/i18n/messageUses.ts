import ts from 'typescript';
import type { Source } from './sources';

/**
 * Whether some file can ask for a message: it names the key's namespace (useTranslations('corpus.pairs'), Words<'corpus'>)
 * and the rest of the key, or the rest's shape: `words(`kinds.${kind}.name`)` asks for every kind. A key that comes
 * in a variable (`words(link.key)`) may be named in any file, or shaped there with a group before it (`anova.${key}`).
 */
export function usesIn(sources: readonly Source[]): (key: string) => boolean {
  const files = sources.map(namesIn);
  const everywhere = new Set(files.flatMap(({ names }) => [...names]));
  const everyShape = files.flatMap(({ shapes }) => shapes).filter(({ source }) => source.includes('\\.'));
  return (key) => {
    const parts = key.split('.');
    return files.some(({ names, shapes, asksByVariable }) =>
      parts.some((_, start) => {
        const rest = parts.slice(start).join('.');
        const isInside = start > 0 && names.has(parts.slice(0, start).join('.'));
        if (!isInside) return false;
        const isNamed = names.has(rest) || (asksByVariable && everywhere.has(rest));
        return isNamed || (asksByVariable ? everyShape : shapes).some((shape) => shape.test(rest));
      }),
    );
  };
}

/** Literals and properties of a file, and the shapes of its templates. */
function namesIn({ path, text }: Source) {
  const names = new Set<string>();
  const shapes: RegExp[] = [];
  let asksByVariable = false;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) names.add(node.text);
    if (ts.isTemplateExpression(node)) {
      const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (fixed.every((part) => /^[\w.-]*$/.test(part)) && fixed.some((part) => part !== ''))
        shapes.push(shapeOf(fixed));
    }
    if (
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      ts.isIdentifier(node.name)
    )
      names.add(node.name.text);
    if (ts.isCallExpression(node) && /words(\.rich)?$/i.test(node.expression.getText())) {
      const [key] = node.arguments;
      if (key && !ts.isStringLiteralLike(key) && !ts.isTemplateExpression(key)) asksByVariable = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return { names, shapes, asksByVariable };
}

/** What stands for an expression is one part of a key. */
function shapeOf(fixed: readonly string[]): RegExp {
  return new RegExp(`^${fixed.map((part) => part.replaceAll('.', '\\.')).join('[\\w-]+')}$`);
}

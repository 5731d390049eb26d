import ts from 'typescript';

/** Attributes and properties that a person sees or hears. */
const spoken = new Set([
  ...[
    'aria-label',
    'aria-description',
    'aria-roledescription',
    'aria-valuetext',
    'title',
    'placeholder',
    'alt',
  ],
  ...['label', 'help', 'lead', 'description', 'summary', 'caption', 'confirm', 'text', 'hint'],
]);

/** Names, signs and code that are the same in every language. */
const sameEverywhere =
  /^(Heldout|BLEU|chrF2?(\+\+)?|TER|YAML|CSV|JSON|PNG|SVG|GPU|SHA-256|Ctrl|Shift|Alt|Esc|Enter|Tab|UTF-\d+( [LB]E)?|GB18030|d_model|d_ff|px|ms|kB|MB|GB)$/;

const dataElements = new Set(['code', 'pre', 'kbd', 'samp', 'style', 'script']);
const letters = /\p{L}{2,}/u;
const sentence = /\p{L}{2,}[ ,.:;…]+\p{L}{2,}/u;

/** Words in the code itself instead of in app/i18n, as "line: text". */
export function untranslatedIn(fileName: string, text: string): string[] {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const say = (node: ts.Node, words: string) => {
    const shown = words.trim().replace(/\s+/g, ' ');
    if (shown.split(/[\s()/,:·–—…]+/).every((part) => !letters.test(part) || sameEverywhere.test(part)))
      return;
    found.push(`${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}: ${shown}`);
  };
  const visit = (node: ts.Node): void => {
    if (isData(node)) return;
    if (ts.isJsxText(node) && letters.test(node.text)) say(node, node.text);
    if (ts.isJsxAttribute(node) && node.initializer && spoken.has(node.name.getText(file)))
      for (const literal of literalsOf(node.initializer))
        if (letters.test(literal.text)) say(literal, literal.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && node.expression)
      for (const literal of literalsOf(node.expression))
        if (letters.test(literal.text)) say(literal, literal.text);
    // A property may hold a key of messages ("firstQuestion") as well: only what reads as a sentence is one.
    if (ts.isPropertyAssignment(node) && spoken.has(propertyName(node)))
      for (const literal of literalsOf(node.initializer))
        if (sentence.test(literal.text)) say(literal, literal.text);
    if (isTitleOfDocument(node))
      for (const literal of literalsOf(node.right))
        if (letters.test(literal.text)) say(literal, literal.text);
    if (isMetadata(node) && node.initializer)
      for (const literal of titlesIn(node.initializer))
        if (letters.test(literal.text)) say(literal, literal.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)];
}

interface Literal extends ts.Node {
  text: string;
}

/** The texts that an expression can be itself: not those that it passes to a function. */
function literalsOf(node: ts.Node): Literal[] {
  if (ts.isStringLiteralLike(node)) return [node];
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap(({ expression, literal }) => [
      ...literalsOf(expression),
      literal,
    ]);
    return [node.head, ...spans];
  }
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node))
    return node.expression ? literalsOf(node.expression) : [];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const isJoined = node.operatorToken.kind === ts.SyntaxKind.PlusToken;
    const isChosen = [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(
      node.operatorToken.kind,
    );
    if (isJoined || isChosen) return [...literalsOf(node.left), ...literalsOf(node.right)];
    return node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? literalsOf(node.right) : [];
  }
  return [];
}

/** What is marked as not to be translated, or is code. */
function isData(node: ts.Node): boolean {
  if (!ts.isJsxElement(node) && !ts.isJsxSelfClosingElement(node)) return false;
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  if (dataElements.has(opening.tagName.getText())) return true;
  return opening.attributes.properties.some(
    (attribute) =>
      ts.isJsxAttribute(attribute) &&
      attribute.name.getText() === 'translate' &&
      attribute.initializer !== undefined &&
      ts.isStringLiteral(attribute.initializer) &&
      attribute.initializer.text === 'no',
  );
}

function propertyName(node: ts.PropertyAssignment): string {
  return ts.isStringLiteralLike(node.name) || ts.isIdentifier(node.name) ? node.name.text : '';
}

function isTitleOfDocument(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    node.left.getText() === 'document.title'
  );
}

function isMetadata(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && node.name.getText() === 'metadata';
}

function titlesIn(node: ts.Node): Literal[] {
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && spoken.has(propertyName(property))
      ? literalsOf(property.initializer)
      : [],
  );
}

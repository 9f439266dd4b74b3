/** The file that every generated program has: a log, paths, and a few functions and classes to call with what was read. */

const names = ['at', 'log', 'text', 'message', 'pair', 'tag', 'curried', 'Box', 'boxFor']

/** Its text. */
export function kitText(isTyped: boolean, isCommonJs: boolean): string {
  const t = (text: string): string => (isTyped ? text : '')
  return `const at = (name${t(': string')})${t(': string')} => \`\${process.env.DATA}/\${name}\`;
function log${t('<T>')}(value${t(': T')})${t(': T')} {
  console.log(value);
  return value;
}
function text(value${t(': unknown')})${t(': string')} {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}
function message(error${t(': unknown')})${t(': string')} {
  return error instanceof Error ? \`\${error.name}: \${error.message}\` : String(error);
}
function pair(...parts${t(': unknown[]')})${t(': string')} {
  return parts.join('+');
}
function tag(strings${t(': TemplateStringsArray')}, ...values${t(': unknown[]')})${t(': string')} {
  return strings.join('_') + values.join('-');
}
const curried = (a${t(': string')}) => (b${t(': string')}) => a + b;
class Box {
  ${t('value: unknown;')}
  constructor(value${t(': unknown')}) {
    this.value = value;
  }
}
function boxFor(name${t(': string')}) {
  console.log(name);
  return Box;
}
${isCommonJs ? `module.exports = { ${names.join(', ')} };` : `export { ${names.join(', ')} };`}
`
}

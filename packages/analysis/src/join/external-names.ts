/** The names under which the catalogue may list what a path below a module means. */

/**
 * `default.hashSync` is `hashSync` where CommonJS is imported as a default; a factory's result counts as an instance
 * (`default().prepare` is `default#prepare`).
 */
export function catalogueNames(path: string): string[] {
  const whole = path === '' ? 'default' : path
  const asInstance = whole.replace(/\(\)\.(?=[^.]*$)/, '#').replace(/\(\)\./g, '#')
  const names = [whole, asInstance]
  for (const each of [whole, asInstance]) if (each.startsWith('default.')) names.push(each.slice('default.'.length))
  return [...new Set(names)]
}

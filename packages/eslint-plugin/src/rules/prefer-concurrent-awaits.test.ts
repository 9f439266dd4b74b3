/** Cases of prefer-concurrent-awaits that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const given = `import { getA, getB, findC, save, authorize, store, pool, client, trx } from './given'\n`
/** Two statements, of which the second is reported. */
const two = (a: string, b: string, params = 'id: any'): string =>
  `${given}export async function f(${params}) {\n  ${a}\n  ${b} //~ Await both with \`Promise.all\`\n  return [a, b]\n}`
const fine = (...lines: string[]): string => `${given}export async function f(id: any, xs: any[]) {\n  ${lines.join('\n  ')}\n}`

ruleCases('prefer-concurrent-awaits', {
  invalid: [
    // what is read
    ['get', two('const a = await getA(id)', 'const b = await getB(id)')],
    ['methods', two('const a = await store.findOne(id)', 'const b = await store.listAll(id)')],
    ['fetch', two(`const a = await fetch('https://a.example')`, `const b = await fetch('https://b.example')`)],
    ['fetch by GET', two(`const a = await fetch('https://a.example', { method: 'GET' })`, 'const b = await getB()')],
    ['a pool', two(`const a = await pool.query('SELECT 1')`, `const b = await pool.query('SELECT 2')`)],
    ['files', two(`const a = await readFile('a')`, `const b = await readFile('b')`, 'readFile: any')],
    ['a step behind', two('const a = await getA(id).catch(() => undefined)', 'const b = await getB(id).then(String)')],
    ['a model', two('const a = await prisma.user.findMany()', 'const b = await prisma.order.count()', 'prisma: any')],
    [
      'this',
      `${given}export class S {\n  async f() {\n    const a = await this.loadA()\n    const b = await this.loadB() //~ \`this.loadB()\` waits\n    return [a, b]\n  }\n}`,
    ],
    // how it is bound
    ['patterns', two('const { a } = await getA(id)', 'const [b] = await getB(id)')],
    ['with types', two('const a: number = await getA(id)', 'const b: number = await getB(id)')],
    ['asserted', two('const a = (await getA(id)) as string', 'const b = (await getB(id)) as string')],
    [
      'three, reported once',
      `${given}export const f = async () => {\n  const a = await getA()\n  const b = await getB() //~ (line 3)\n  const c = await findC()\n  return [a, b, c]\n}`,
    ],
    [
      'the second pair of three',
      `${given}export const f = async () => {\n  const a = await getA()\n  const b = await getB(a)\n  const c = await findC(1) //~ waits for \`getB(a)\`\n  return [a, b, c]\n}`,
    ],
    // where it stands
    [
      'after a check',
      `${given}export async function f(u: any) {\n  await authorize(u)\n  const a = await getA()\n  const b = await getB() //~ \`getB()\` waits\n  return [a, b]\n}`,
    ],
    [
      'in a branch',
      `${given}export async function f(u: any) {\n  if (u) {\n    const a = await getA()\n    const b = await getB() //~ \`getB()\` waits\n    return [a, b]\n  }\n}`,
    ],
    [
      'in a case',
      `${given}export async function f(u: any) {\n  switch (u) {\n    case 1:\n      const a = await getA()\n      const b = await getB() //~ \`getB()\` waits\n      return [a, b]\n  }\n}`,
    ],
    [
      'in a try',
      `${given}export async function f() {\n  try {\n    const a = await getA()\n    const b = await getB() //~ \`getB()\` waits\n    return [a, b]\n  } catch { return [] }\n}`,
    ],
    ['two connections', two('const a = await client.query(1)', 'const b = await trx.query(2)')],
    [
      'JavaScript',
      {
        'src/a.cjs': `exports.f = async (s) => {\n  const a = await s.getA()\n  const b = await s.getB() //~ \`s.getB()\` waits\n  return a + b\n}\n`,
      },
    ],
  ],
  valid: [
    ['needs the one before', fine('const a = await getA()', 'const b = await getB(a)', 'return [a, b]')],
    ['needs a part of it', fine('const { a: { key } } = await getA()', 'const b = await getB({ key })', 'return b')],
    ['needs it as the receiver', fine('const a = await getA()', 'const b = await a.loadMore()', 'return b')],
    ['needs it in a callback', fine('const a = await getA()', 'const b = await getB(() => a)', 'return b')],
    ['needs it for a default', fine('const a = await getA()', 'const { b = a } = await getB()', 'return b')],
    ['a guard between', fine('const a = await getA()', 'if (!a) return', 'const b = await getB()', 'return b')],
    ['a throw between', fine('const a = await getA()', `if (!a) throw new Error('a')`, 'const b = await getB()', 'return b')],
    ['a permission check first', fine('const rights = await authorize(id)', 'const b = await getB()', 'return [rights, b]')],
    ['a permission that is read', fine('const a = await getPermissions(id)', 'const b = await getB()', 'return [a, b]')],
    ['a session that is read', fine('const session = await getSession(id)', 'const b = await getB()', 'return [session, b]')],
    ['a result that permits', fine('const allowed = await getA(id)', 'const b = await getB()', 'return [allowed, b]')],
    [
      'checks by verb',
      fine('const a = await verifyToken(id)', 'const b = await ensureUser(id)', 'const c = await canRead(id)', 'return [a, b, c]'),
    ],
    ['one client', fine('const a = await client.query(1)', 'const b = await client.query(2)', 'return [a, b]')],
    [
      'one transaction, at the root',
      fine('const a = await trx.users.findMany()', 'const b = await trx.orders.findMany()', 'return [a, b]'),
    ],
    ['one transaction, as an argument', fine('const a = await getA(id, trx)', 'const b = await getB(id, trx)', 'return [a, b]')],
    [
      'one session, in options',
      fine('const a = await getA(id, { session: xs })', 'const b = await getB(id, { session: xs })', 'return [a, b]'),
    ],
    ['one connection of a longer name', fine('const a = await dbClient.query(1)', 'const b = await dbClient.query(2)', 'return [a, b]')],
    [
      'in a transaction',
      fine('return store.$transaction(async () => {', 'const a = await getA()', 'const b = await getB()', 'return [a, b] })'),
    ],
    ['writes', fine('const a = await save(1)', 'const b = await store.insertOne(2)', 'return [a, b]')],
    [
      'reads that write',
      fine(
        'const a = await store.findOneAndUpdate(1)',
        'const b = await store.getOrCreate(2)',
        'const c = await getNextId()',
        'return [a, b, c]',
      ),
    ],
    [
      'SQL that writes',
      fine(`const a = await pool.query('INSERT INTO a VALUES (1)')`, `const b = await pool.query('SELECT 1')`, 'return [a, b]'),
    ],
    ['POST', fine(`const a = await fetch('a', { method: 'POST' })`, `const b = await fetch('b', { method: 'POST' })`, 'return [a, b]')],
    ['fetch with unknown options', fine(`const a = await fetch('a', id)`, `const b = await fetch('b', id)`, 'return [a, b]')],
    ['not bound', fine('await getA()', 'const b = await getB()', 'return b')],
    ['with something between', fine('const a = await getA()', 'save(a)', 'const b = await getB()', 'return b')],
    ['pieces of a reader', fine('const a = await id.read()', 'const b = await id.read()', 'return [a, b]')],
    ['the same question twice', fine('const a = await getA(1)', 'const b = await getA(1)', 'return [a, b]')],
    [
      'prompts',
      `import { select } from '@inquirer/prompts'\nexport async function f() { const a = await select({ message: 'a', choices: [] }); const b = await select({ message: 'b', choices: [] }); return [a, b] }`,
    ],
    [
      'pages of a browser',
      `export async function f(page: any) { const a = await page.getTitle(); const b = await page.findText('b'); return [a, b] }`,
    ],
    [
      'a retry',
      fine(
        'for (let n = 0; n < 3; n++) try {',
        'const a = await getA()',
        'const b = await getB()',
        'return [a, b] } catch { await save() }',
      ),
    ],
    ['no await', fine('const a = getA()', 'const b = getB()', 'return [await a, await b]')],
    ['start-up', `${given}const a = await getA()\nconst b = await getB()\nsave(a, b)`],
    ['tests', { 'test/a.test.ts': `${given}export async function f() { const a = await getA(); const b = await getB(); return [a, b] }` }],
    [
      'named by the user',
      fine('const a = await pool.query(1)', 'const b = await pool.query(2)', 'return [a, b]'),
      { options: { connections: ['pool'] } },
    ],
  ],
})

/** Blocking calls as expressions that give a string, in a folder of a few small files. */

type Api = (name: string, module?: string) => string
type At = (name: string) => string

/** Calls of Node's sync API; those that write give a string too. */
export const blockingCalls: readonly ((api: Api, at: At, argument: string) => string)[] = [
  (api, at) => `${api('readFileSync')}(${at('a.txt')}, 'utf8')`,
  (api, at) => `String(${api('existsSync')}(${at('b.txt')}))`,
  (api, at) => `${api('readFileSync')}(${at('b.txt')}).toString()`,
  (api, at) => `String(${api('statSync')}(${at('b.txt')}).size)`,
  (api, at) => `${api('readdirSync')}(${at('list')}).join()`,
  (api, at) => `${api('readFileSync')}(${at('empty.txt')}, { encoding: 'utf8' })`,
  (api, at) => `(${api('appendFileSync')}(${at('log.txt')}, '.'), ${api('readFileSync')}(${at('log.txt')}, 'utf8'))`,
  (api, at, argument) => `(${api('writeFileSync')}(${at('w.txt')}, 'x' + ${argument}), 'written')`,
  (api, at) => `String(${api('mkdirSync')}(${at('made')}, { recursive: true }) !== undefined)`,
  (api, at) => `${api('readFileSync')}(${at('missing.txt')}, 'utf8')`,
  (api, at) => `String(${api('statSync')}(${at('missing.txt')}, { throwIfNoEntry: false })?.size)`,
  (api, at) => `JSON.parse(${api('readFileSync')}(${at('x.json')}, 'utf8')).name`,
  (api) => `${api('pbkdf2Sync', 'node:crypto')}('p', 's', 1, 8, 'sha1').toString('hex')`,
  (api) => `${api('inflateSync', 'node:zlib')}(${api('deflateSync', 'node:zlib')}('deflated')).toString()`,
  (api) => `String(${api('gzipSync', 'node:zlib')}('zipped').length)`,
  (api, at) => `(${api('copyFileSync')}(${at('a.txt')}, ${at('copy.txt')}), ${api('existsSync')}(${at('copy.txt')}) ? 'copied' : 'lost')`,
  (api, at) => `(${api('rmSync')}(${at('copy.txt')}, { force: true }), 'removed')`,
  (api, at) => `${api('realpathSync')}(${at('a.txt')}).slice(-5)`,
  (api, at) => `String(${api('accessSync')}(${at('a.txt')}))`,
  (api, at) => `${api('readdirSync')}(${at('.')}, { withFileTypes: true }).filter((each) => each.isDirectory()).length.toString()`,
]

/** Blocking exports of node:vm. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

const runs = (signature: string, owner = ''): Row => {
  const name = signature.slice(signature.indexOf('.') + 1, signature.indexOf('('))
  return { name: `${owner}${name}`, tier: 'cpu', effect: 'process', source: docsOf('vm', signature) }
}

/** What blocks in node:vm: code that is compiled or run here runs on this thread, whatever its `timeout`. */
export const vm: readonly BlockingApi[] = apisOf('node:vm', 'https://nodejs.org/api/vm.html', [
  { name: 'Script', tier: 'cpu', effect: 'pure', source: docsOf('vm', 'new vm.Script(code[, options])') },
  { name: 'compileFunction', tier: 'cpu', effect: 'pure', source: docsOf('vm', 'vm.compileFunction(code[, params[, options]])') },
  runs('vm.runInContext(code, contextifiedObject[, options])'),
  runs('vm.runInNewContext(code[, contextObject[, options]])'),
  runs('vm.runInThisContext(code[, options])'),
  runs('script.runInContext(contextifiedObject[, options])', 'Script#'),
  runs('script.runInNewContext([contextObject[, options]])', 'Script#'),
  runs('script.runInThisContext([options])', 'Script#'),
])

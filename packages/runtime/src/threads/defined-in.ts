/** In which module V8 saw a function defined. */
import { Session } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import type { AnyFunction } from '../async-brand.ts'

const key = Symbol.for('offloop.locate')
const host = globalThis as { [key]?: AnyFunction }
/** URLs by script. Asking for them takes tens of milliseconds, as V8 then tells of every script of the process. */
const scripts = new Map<string, string>()

/** The URL of the module in which V8 saw the function defined; undefined for bound functions, proxies and native code. */
export function definedIn(fn: AnyFunction): string | undefined {
  const session = new Session()
  let script: string | undefined
  session.connect()
  try {
    host[key] = fn
    session.post(
      'Runtime.evaluate',
      { expression: "globalThis[Symbol.for('offloop.locate')]", objectGroup: 'offloop' },
      (_error, answer) => {
        const objectId = answer?.result?.objectId
        if (objectId === undefined) return
        session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_failed, properties) => {
          const location = properties?.internalProperties?.find((property) => property.name === '[[FunctionLocation]]')
          script = (location?.value?.value as { scriptId?: string } | undefined)?.scriptId
        })
      },
    )
    if (script !== undefined && !scripts.has(script)) {
      session.on('Debugger.scriptParsed', ({ params }) => void scripts.set(params.scriptId, params.url))
      session.post('Debugger.enable')
      session.post('Debugger.disable')
    }
  } finally {
    delete host[key]
    session.disconnect()
  }
  const url = script === undefined ? undefined : scripts.get(script)
  return url === undefined || url.startsWith('file:') || !url.startsWith('/') ? url : pathToFileURL(url).href
}

/** Finds async listeners of events that can reject: an emitter drops the promise, and the rejection ends the process. */
import type { Target } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from '../ast/functions.ts'
import { functionValue, headOf } from '../ast/function-value.ts'
import { methodCall, variableOf } from '../ast/names.ts'
import { unprotected } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

const methods = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'])
/** They wait for listeners, and hand on what these reject with. */
const awaiting = ['emittery', 'grammy', 'telegraf', 'probot', '@octokit/webhooks', '@octokit/app', '@slack/bolt', 'hookable', 'mitt-async']
/** After these the process ends anyway. */
const lastEvents = new Set(['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGBREAK', 'beforeExit', 'uncaughtException', 'uncaughtExceptionMonitor'])
/** Electron's, and listeners for what the process does with errors. */
const anyLastEvents = new Set(['before-quit', 'will-quit', 'window-all-closed', 'unhandledRejection'])

/** `async () => { await stop(); process.exit(1) }`: the process ends, with an error or without. */
function endsProcess({ body }: FunctionNode): boolean {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined
  const call = last?.type === 'ExpressionStatement' ? methodCall(last.expression) : undefined
  return call?.method === 'exit' && call.receiver.type === 'Identifier' && call.receiver.name === 'process'
}

export default defineRule({
  name: 'no-async-event-listener',
  summary: 'Catch errors in async listeners of events',
  preset: 'recommended',
  options: { awaiting: stringList(awaiting) },
  messages: {
    listener: 'An error in this async listener of `{{event}}` ends the process: nobody catches it. Use `try` and `catch`.',
    logged: 'An error in this async listener of `{{event}}` ends it halfway, known to a log at most. Use `try` and `catch`.',
    exit: 'Nothing after the first `await` runs in a listener of `exit`. Use sync calls, or `beforeExit`.',
  },
  create({ sourceCode, options, openFile, report }) {
    return {
      CallExpression(node) {
        const call = methodCall(node)
        const [event, argument] = node.arguments
        if (!call || !methods.has(call.method) || !event || !argument) return
        const listener = functionValue(argument, sourceCode)
        if (!listener?.async) return
        const where = headOf(argument)
        const isProcess = call.receiver.type === 'Identifier' && call.receiver.name === 'process'
        const name = event.type === 'Literal' ? String(event.value) : sourceCode.getText(event)
        if (isProcess && name === 'exit') {
          report(where, 'exit', {})
          return
        }
        if ((isProcess && lastEvents.has(name)) || anyLastEvents.has(name)) return
        if (!unprotected(listener) || endsProcess(listener) || capturesRejections(call.receiver)) return
        const index = openFile()?.index
        if (isAwaiting(index?.receivers(node) ?? []) || !unprotected(listener, (awaited) => index?.neverRejects(awaited) === true)) return
        report(where, index?.handlesRejections() ? 'logged' : 'listener', { event: name })
      },
    }

    function isAwaiting(receivers: readonly Target[]): boolean {
      // A class of the project whose method is its own decides for itself what becomes of promises.
      return receivers.some(
        (each) =>
          (each.t === 'external' && options.awaiting.includes(each.module)) ||
          (each.t === 'instance' && [...methods].some((name) => Object.hasOwn(each.cls.members, name))),
      )
    }

    /** `new EventEmitter({ captureRejections: true })`: the emitter makes an `error` event of a rejection. */
    function capturesRejections(receiver: TSESTree.Node): boolean {
      if (/\bcaptureRejections\s*=\s*true/u.test(sourceCode.text)) return true
      const definition = receiver.type === 'Identifier' ? variableOf(receiver, sourceCode)?.defs[0]?.node : undefined
      const made = definition?.type === 'VariableDeclarator' ? definition.init : receiver
      if (made?.type !== 'NewExpression') return false
      return made.arguments.some((each) => /\bcaptureRejections:\s*true/u.test(sourceCode.getText(each)))
    }
  },
})

/** Error-first callbacks of Node and known libraries become promises that are awaited, with the functions of the file that pass callbacks on. */
import { changeCallbacks } from '../callbacks/change.ts'
import { defineCodemod } from '../define-codemod.ts'

export default defineCodemod({
  name: 'callbacks-to-await',
  summary: 'turns calls with error-first callbacks into awaited promises',
  scope: 'file',
  subject: 'callback',
  flags: [
    {
      flag: '--exported <how>',
      meaning: 'functions that others may call with a callback: keep (default), callbackify',
      values: ['keep', 'callbackify'],
    },
    { flag: '--detached', meaning: 'calls that nobody can wait for go into async functions of their own' },
  ],
  reasons: {
    'calls-back-at-once': 'Let the function call back later on every path, or call it from an async function.',
    'callback-elsewhere': 'Let the function call its callback itself, once, as the last thing that it does.',
    'may-not-call-back': 'Let every path of the function call its callback.',
    'goes-on': 'Return where the callback is called.',
    'unclear-outcome': 'Pass either an error or `null` and a value.',
    'several-values': 'Put the values into one object.',
    'value-with-error': 'Read the values from the error in the branch of the error.',
    throws: 'Pass the error to the callback instead of throwing it.',
    'in-try': 'Take the call out of the `try`, or make the function async.',
    'not-last': 'Make the call the last statement of its function, or use `--detached`.',
    'result-used': 'Use a form that gives both, or leave the callback.',
    'named-callback': 'Write the callback in place.',
    callback: 'Write the callback as a function with an error and values.',
    'own-this': 'Write the callback as an arrow function.',
    exported: 'Use `--exported callbackify`, or change all callers first.',
    escapes: 'Call the function by its name only.',
    caller: 'See what keeps the caller as it is.',
    'return-type': 'Declare `void`, or nothing.',
    host: 'Use `--detached`, or change what calls the function.',
    'async-function': 'Await the promise form where it should be waited for.',
    constructor: 'Use an async factory function.',
    generator: 'Use an async function.',
    executor: 'Use an arrow function that only calls `resolve` and `reject`.',
    comment: 'Move the comment into the callback.',
    layout: 'Give the inner callback a name of its own first.',
  },
  change: changeCallbacks,
})

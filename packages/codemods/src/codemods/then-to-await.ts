/** Promise chains become `await`, in functions that become async for it; what the chain did in which order stays. */
import { defineCodemod } from '../define-codemod.ts'
import { decide } from '../promises/decide.ts'
import { reasons } from '../promises/reasons.ts'
import { writeFile } from '../promises/write-file.ts'

export default defineCodemod({
  name: 'then-to-await',
  summary: 'Promise chains become async/await: then, catch and finally, nested and returned',
  scope: 'file',
  subject: 'promise chain',
  flags: [
    {
      flag: '--floating <how>',
      meaning: 'Chains that nobody waits for: "keep" (default) them; "wrap": write them as an async function that is called at once',
      values: ['keep', 'wrap'],
    },
    {
      flag: '--throws <how>',
      meaning: 'Functions that throw before their first promise: "keep" (default) them; "reject": what they throw becomes a rejection',
      values: ['keep', 'reject'],
    },
    { flag: '--assume-promises', meaning: 'What has a `.then` and is of unknown origin is a promise of the language' },
  ],
  reasons,
  change({ source, options, facts }) {
    const decisions = decide(source, facts, {
      wrapsFloating: options['floating'] === 'wrap',
      assumesPromises: options['assumePromises'] === true,
      mayReject: options['throws'] === 'reject',
    })
    return { changes: writeFile(source, facts, decisions), left: decisions.left }
  },
})

/** The rules, by name. Generated: `npm run generate`. */
import noBlockingCall from './no-blocking-call.ts'
import noBlockingChain from './no-blocking-chain.ts'

/** The rules, by name. */
export const rules = {
  'no-blocking-call': noBlockingCall,
  'no-blocking-chain': noBlockingChain,
}

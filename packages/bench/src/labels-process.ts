/** A process of the group `labels`: lints folders of one checkout and prints what was said. */
import { lintCheckout } from './labels-live.ts'

const [checkout = '', ...folders] = process.argv.slice(2)
console.log(JSON.stringify(await lintCheckout(checkout, folders)))

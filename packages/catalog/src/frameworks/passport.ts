/** Where Passport calls the program: verify functions of strategies, and what reads and writes sessions. */
import type { Handler } from '../entry.ts'

const calling = (module: string, functions: readonly string[], source: string): Handler => ({
  id: `${module}.verify`,
  framework: 'Passport',
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions,
  decorators: [],
  isAnytime: true,
  optionKeys: [],
  rejection: 'unhandled',
  forward: 'response',
  source,
})
const strategies = ['local', 'jwt', 'http', 'http-bearer', 'custom', 'oauth2', 'google-oauth20', 'github', 'github2', 'facebook', 'saml']

/** What they return is dropped: they call back. */
export const passportHandlers: readonly Handler[] = [
  calling('passport', ['serializeUser', 'deserializeUser'], 'https://www.passportjs.org/concepts/authentication/sessions/'),
  ...strategies.map((name) =>
    calling(
      `passport-${name}`,
      ['Strategy', 'default', 'BasicStrategy', 'DigestStrategy'],
      'https://www.passportjs.org/concepts/authentication/strategies/',
    ),
  ),
]

export type ProofSample = { value: string; label: string; file: string; code: string }

/** A JWT for the signed-in user, made where the secret is safe: on the site's own server. */
export const jwtSamples: ProofSample[] = [
  {
    value: 'node',
    label: 'Node.js',
    file: 'server.js · npm install jose',
    code: `import { SignJWT } from 'jose'

const secret = new TextEncoder().encode(process.env.FOYER_IDENTITY_SECRET)

export const userToken = user =>
  new SignJWT({ traits: { name: user.name, email: user.email } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.id)
    .setExpirationTime('1h')
    .sign(secret)`
  },
  {
    value: 'python',
    label: 'Python',
    file: 'views.py · pip install pyjwt',
    code: `import os, time, jwt

def user_token(user):
    return jwt.encode(
        {
            "sub": str(user.id),
            "exp": int(time.time()) + 3600,
            "traits": {"name": user.name, "email": user.email},
        },
        os.environ["FOYER_IDENTITY_SECRET"],
        algorithm="HS256",
    )`
  },
  {
    value: 'php',
    label: 'PHP',
    file: 'token.php · composer require firebase/php-jwt',
    code: `use Firebase\\JWT\\JWT;

function userToken($user) {
    return JWT::encode([
        'sub' => (string) $user->id,
        'exp' => time() + 3600,
        'traits' => ['name' => $user->name, 'email' => $user->email],
    ], getenv('FOYER_IDENTITY_SECRET'), 'HS256');
}`
  },
  {
    value: 'ruby',
    label: 'Ruby',
    file: 'token.rb · gem install jwt',
    code: `require "jwt"

def user_token(user)
  JWT.encode(
    {
      sub: user.id.to_s,
      exp: Time.now.to_i + 3600,
      traits: { name: user.name, email: user.email }
    },
    ENV.fetch("FOYER_IDENTITY_SECRET"),
    "HS256"
  )
end`
  }
]

/** FluentBot's form: exactly JSON.stringify({name, email, data}), so the order of the keys and the spacing matter. */
export const signatureSamples: ProofSample[] = [
  {
    value: 'node',
    label: 'Node.js',
    file: 'server.js',
    code: `import { createHmac } from 'node:crypto'

export function signedVisitor({ name, email, data = null }) {
  const signature = createHmac('sha256', process.env.FOYER_IDENTITY_SECRET)
    .update(JSON.stringify({ name, email, data }))
    .digest('hex')
  return { name, email, data, signature }
}`
  },
  {
    value: 'python',
    label: 'Python',
    file: 'views.py',
    code: `import hashlib, hmac, json, os

def signed_visitor(name, email, data=None):
    text = json.dumps(
        {"name": name, "email": email, "data": data},
        separators=(",", ":"),
        ensure_ascii=False,
    )
    secret = os.environ["FOYER_IDENTITY_SECRET"].encode()
    signature = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
    return {"name": name, "email": email, "data": data, "signature": signature}`
  },
  {
    value: 'php',
    label: 'PHP',
    file: 'visitor.php',
    code: `function signedVisitor($name, $email, $data = null) {
    $visitor = ['name' => $name, 'email' => $email, 'data' => $data];
    $text = json_encode($visitor, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    $visitor['signature'] = hash_hmac('sha256', $text, getenv('FOYER_IDENTITY_SECRET'));
    return $visitor;
}`
  },
  {
    value: 'ruby',
    label: 'Ruby',
    file: 'visitor.rb',
    code: `require "json"
require "openssl"

def signed_visitor(name:, email:, data: nil)
  visitor = { name: name, email: email, data: data }
  signature = OpenSSL::HMAC.hexdigest("SHA256", ENV.fetch("FOYER_IDENTITY_SECRET"), JSON.generate(visitor))
  visitor.merge(signature: signature)
end`
  }
]

export const useJwt = `LiveLayer.identify({ userToken: token })`
export const useSignature = `LiveLayer.identify({ name, email, data, signature })`

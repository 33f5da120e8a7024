/** How a request says who it comes from, as a component of the document. */
export const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A JSON Web Token signed with HS256 and the secret of the server; `scrollback token` prints one. Only asked for when `SCROLLBACK_AUTH_REQUIRED` is on. No claim has to be there; `exp`, `nbf` and `iat` are heeded. Without an `Authorization` header that holds one, the token is taken from the cookie `jwt`.',
} as const;

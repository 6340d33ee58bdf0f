// Package tolokaapi is the Toloka requester API as Go: types, endpoints, errors
// and pages. The same API runs at Toloka, its sandbox and Yandex Tasks.
//
// Three things hold for everything it returns:
//
//   - Text from the server is harmless: every string but an id has been through
//     [Harmless], so it holds no control character, no escape sequence and no
//     bidirectional override, is valid UTF-8 and of bounded length. The token is
//     taken out of it. Ids are checked instead of changed, since they are sent
//     back.
//   - One bad record costs one record. A pool or operation that cannot be read
//     comes back with its Unreadable field set; dates, amounts, enum values and
//     fields the package does not know never fail a page.
//   - One call is one request. Nothing here waits, retries or decides; when and
//     whether to ask again is the caller's policy.
//
// Facts about the API carry the tags of its sources: D the OpenAPI description,
// R the older reference, K toloka-kit 1.2.3, J toloka-java-sdk 0.0.7, Y the
// Yandex Tasks documentation. No live server was asked.
package tolokaapi

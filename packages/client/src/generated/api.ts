// Generated from packages/contract/openapi.json by `pnpm generate`; do not edit.

export interface paths {
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description In the order in which the sessions were created. Walking to the end returns every session that is in the list all the while exactly once, whatever is created, deleted and restored meanwhile.
         */
        get: operations["sessions.list"];
        put?: never;
        /**
         * Create a session
         * @description Refused when the id is taken, also by a session in the trash. Not needed before adding messages: that creates the session, too.
         */
        post: operations["sessions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a session */
        get: operations["sessions.get"];
        put?: never;
        post?: never;
        /**
         * Put a session into the trash
         * @description Hides the session and all its messages from every read and list at once. Until the next purge it can be restored. Adding messages brings the session back without the messages that it had.
         */
        delete: operations["sessions.delete"];
        options?: never;
        head?: never;
        /**
         * Update a session
         * @description Merges metadata, and gives a session without a user its user. Parallel updates of different keys never lose one another.
         */
        patch: operations["sessions.update"];
        trace?: never;
    };
    "/v1/sessions/{session_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a session out of the trash
         * @description With exactly the messages that went there with it.
         */
        post: operations["sessions.restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/window": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the newest messages
         * @description Oldest first, ready to put into a prompt. Costs the same however long the session is. Where the newest `last` messages exceed 16 MiB, only those within it are returned, but one at least.
         */
        get: operations["sessions.window"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages
         * @description By `seq`. A page also ends before its messages exceed 16 MiB, but holds one at least; `next_cursor` goes on from there.
         */
        get: operations["messages.list"];
        put?: never;
        /**
         * Add messages
         * @description Creates the session if it is missing, takes it out of the trash if it is there, and adds all messages of the call or none, in this order, with consecutive `seq`. Messages whose uuid the session has already, with the same role and content, are not added again: so a call can be repeated, and an app may send its whole history each time. They are judged before `expected_seq`.
         */
        post: operations["messages.add"];
        /**
         * Delete all messages
         * @description For good: a restore does not bring them back. The session stays.
         */
        delete: operations["messages.clear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/messages/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a message */
        get: operations["messages.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update a message's metadata
         * @description Merges. A message has no version of its own: `If-Match` is about its session.
         */
        patch: operations["messages.update"];
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description In the order in which the users were created.
         */
        get: operations["users.list"];
        put?: never;
        /** Create a user */
        post: operations["users.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["users.get"];
        put?: never;
        post?: never;
        /**
         * Remove a user with everything it owns
         * @description Removes the user, all its sessions (those in the trash, too) and all their messages for good. What a crash leaves half-way is finished by the next purge run of any server, or by repeating the call; the counts are then of what was left.
         */
        delete: operations["users.delete"];
        options?: never;
        head?: never;
        /**
         * Update a user
         * @description Merges metadata and sets fields. Parallel updates of different keys never lose one another.
         */
        patch: operations["users.update"];
        trace?: never;
    };
    "/v1/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's sessions */
        get: operations["users.sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "session_id": "support-4711",
         *       "user_id": "ada@example.org",
         *       "metadata": {
         *         "channel": "web"
         *       }
         *     }
         */
        CreateSession: {
            /**
             * @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example support-4711
             */
            session_id: string;
            /**
             * @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example ada@example.org
             */
            user_id?: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /**
         * @description Any JSON object: at most 65536 bytes of JSON and 32 levels of objects and arrays, the outermost included (default limits). Every key is an ordinary key.
         * @example {
         *       "channel": "web",
         *       "tags": [
         *         "vip"
         *       ]
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "metadata": {
         *         "channel": null,
         *         "plan": {
         *           "seats": 5
         *         }
         *       }
         *     }
         */
        UpdateSession: {
            /** @description Merged into what is stored (RFC 7396): objects merge key by key, `null` removes a key, anything else replaces. `null` instead of an object removes all metadata. */
            metadata?: components["schemas"]["Metadata"] | null;
            /**
             * @description Gives a session that has no user its user.
             * @example ada@example.org
             */
            user_id?: string;
        };
        /**
         * @example {
         *       "messages": [
         *         {
         *           "role": "user",
         *           "content": "Where is my parcel?",
         *           "uuid": "01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01"
         *         },
         *         {
         *           "role": "assistant",
         *           "content": "On its way.",
         *           "token_count": 4,
         *           "metadata": {
         *             "model": "m1"
         *           }
         *         }
         *       ],
         *       "expected_seq": 0
         *     }
         */
        AddMessages: {
            messages: components["schemas"]["NewMessage"][];
            /** @description `last_seq` that the session must have for new messages to be added; 0: no message was ever added. */
            expected_seq?: number;
            /**
             * @description Owner of the session, if this call creates it; otherwise ignored.
             * @example ada@example.org
             */
            user_id?: string;
            /** @description Metadata of the session, if this call creates it; otherwise ignored. */
            metadata?: components["schemas"]["Metadata"];
        };
        NewMessage: {
            /**
             * Format: uuid
             * @description Give one to make the call safe to repeat. Default: a new UUID v7.
             * @example 01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01
             */
            uuid?: string;
            /**
             * @description Who speaks.
             * @example user
             * @example assistant
             * @example system
             * @example tool
             */
            role: string;
            /** @example Where is my parcel? */
            content: string;
            metadata?: components["schemas"]["Metadata"];
            /** @description As the app counted; 0: not counted. */
            token_count?: number;
        };
        /**
         * @example {
         *       "metadata": {
         *         "rating": 5
         *       }
         *     }
         */
        UpdateMessage: {
            /** @description Merged into what is stored (RFC 7396): objects merge key by key, `null` removes a key, anything else replaces. `null` instead of an object removes all metadata. */
            metadata: components["schemas"]["Metadata"] | null;
        };
        /**
         * @example {
         *       "user_id": "ada@example.org",
         *       "first_name": "Ada"
         *     }
         */
        CreateUser: {
            /**
             * @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example ada@example.org
             */
            user_id: string;
            /** @example ada@example.org */
            email?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /**
         * @description Only the fields that are there are changed; `null` clears one.
         * @example {
         *       "last_name": "Lovelace",
         *       "metadata": {
         *         "plan": "pro"
         *       }
         *     }
         */
        UpdateUser: {
            /** @example ada@example.org */
            email?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            /** @description Merged into what is stored (RFC 7396): objects merge key by key, `null` removes a key, anything else replaces. `null` instead of an object removes all metadata. */
            metadata?: components["schemas"]["Metadata"] | null;
        };
        Session: {
            /**
             * @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example support-4711
             */
            session_id: string;
            /**
             * Format: uuid
             * @description Names one life of the id, from creation to purge.
             */
            uuid: string;
            /**
             * @description `deleted`: in the trash.
             * @enum {string}
             */
            state: "live" | "deleted";
            user_id: string | null;
            metadata: components["schemas"]["Metadata"];
            /** @description Messages that can be read; in the trash: that a restore brings back. */
            message_count: number;
            /** @description `seq` of the newest message ever added; 0 when there is none. */
            last_seq: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            updated_at: string;
            /** @description When the session went to the trash. */
            deleted_at: string | null;
        };
        /**
         * @description RFC 9457 problem details.
         * @example {
         *       "type": "urn:scrollback:problem:session_not_found",
         *       "title": "The session does not exist",
         *       "status": 404,
         *       "detail": "session \"support-4711\" does not exist",
         *       "code": "session_not_found",
         *       "request_id": "5b0f4c9e-8d1f-4f0f-9a3c-2f4a7a8f5e10"
         *     }
         */
        Problem: {
            /**
             * Format: uri-reference
             * @description A URN made of the code.
             */
            type: string;
            /** @description What the code means. For people; may change. */
            title: string;
            status: number;
            /** @description What happened here. For people; may change. */
            detail: string;
            /**
             * @description Stable: what programs decide by.
             * @enum {string}
             */
            code: "invalid_request" | "malformed_http" | "invalid_json" | "invalid_path" | "invalid_cursor" | "metadata_too_large" | "metadata_too_deep" | "message_uuid_repeated" | "unauthorized" | "session_not_found" | "user_not_found" | "message_not_found" | "route_not_found" | "method_not_allowed" | "request_timeout" | "session_exists" | "session_not_deleted" | "session_has_user" | "user_exists" | "user_erasing" | "erasure_unfinished" | "message_conflict" | "message_deleted" | "seq_mismatch" | "precondition_failed" | "body_too_large" | "unsupported_media_type" | "expectation_failed" | "unknown_user" | "headers_too_large" | "internal_error" | "store_corrupt" | "store_schema" | "session_contended" | "store_unavailable" | "store_outcome_unknown" | "store_closed" | "store_full";
            /** @description Also in `X-Request-Id`, and in the log of the server. */
            request_id: string;
            /** @description The places that are to blame, as far as they are known. */
            errors?: {
                /** @enum {string} */
                in: "body" | "path" | "query" | "header";
                /** @description JSON pointer (RFC 6901) into the body, or `/` and the name of the parameter or header. */
                pointer: string;
                detail: string;
            }[];
        };
        SessionPage: {
            data: components["schemas"]["Session"][];
            /** @description Where the next page begins; `null` when there is no more. */
            next_cursor: string | null;
        };
        SessionMessages: {
            messages: components["schemas"]["Message"][];
            /** @description `seq` of the newest message of the session. */
            last_seq: number;
            /** @description How many messages of the session can be read. */
            message_count: number;
        };
        Message: {
            /**
             * Format: uuid
             * @description UUID of a message, unique within its session. Any letter case is accepted; answers are lower case.
             * @example 01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01
             */
            uuid: string;
            /** @description Number of the message in its session: 1, 2, 3 … without a gap. */
            seq: number;
            /**
             * @description Who speaks.
             * @example user
             * @example assistant
             * @example system
             * @example tool
             */
            role: string;
            content: string;
            /** @description As the app counted; 0: not counted. */
            token_count: number;
            /** @description Absent when the message has none. */
            metadata?: components["schemas"]["Metadata"];
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            updated_at: string;
        };
        MessagePage: {
            data: components["schemas"]["Message"][];
            /** @description Where the next page begins; `null` when there is no more. */
            next_cursor: string | null;
        };
        User: {
            /**
             * @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example ada@example.org
             */
            user_id: string;
            /**
             * Format: uuid
             * @description Names one life of the id: a user that is made again has another one.
             */
            uuid: string;
            email: string | null;
            first_name: string | null;
            last_name: string | null;
            metadata: components["schemas"]["Metadata"];
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, with milliseconds.
             * @example 2026-11-21T10:15:00.000Z
             */
            updated_at: string;
        };
        UserPage: {
            data: components["schemas"]["User"][];
            /** @description Where the next page begins; `null` when there is no more. */
            next_cursor: string | null;
        };
        ErasedUser: {
            /**
             * @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path.
             * @example ada@example.org
             */
            user_id: string;
            /** @description Sessions removed, those in the trash included. */
            session_count: number;
            /** @description Messages removed, deleted ones that were not purged yet included. */
            message_count: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "sessions.list": {
        parameters: {
            query?: {
                /** @description How many items a page holds at most. */
                limit?: number;
                /** @description `next_cursor` of the page before, from a request with the same path, order and filters. Opaque. */
                cursor?: string;
                /** @description `asc`: oldest first. `desc`: newest first. */
                order?: "asc" | "desc";
                /** @description Only sessions of this user. An unknown user has none. */
                user_id?: string;
                /** @description `deleted` lists the trash. */
                state?: "live" | "deleted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    "sessions.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description The session */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    "sessions.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*`: answered with 304 if the session or user is at one of these versions. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    "sessions.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is in the trash */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "sessions.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSession"];
                "application/merge-patch+json": components["schemas"]["UpdateSession"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    "sessions.restore": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    "sessions.window": {
        parameters: {
            query?: {
                /** @description How many messages at most. */
                last?: number;
            };
            header?: {
                /** @description Entity tags, or `*`: answered with 304 if the session or user is at one of these versions. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest messages, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionMessages"];
                };
            };
        };
    };
    "messages.list": {
        parameters: {
            query?: {
                /** @description How many items a page holds at most. */
                limit?: number;
                /** @description `next_cursor` of the page before, from a request with the same path, order and filters. Opaque. */
                cursor?: string;
                /** @description `asc`: oldest first. `desc`: newest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
        };
    };
    "messages.add": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMessages"];
            };
        };
        responses: {
            /** @description The messages of the call as they are stored, in the caller's order */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionMessages"];
                };
            };
        };
    };
    "messages.clear": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has no messages */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "messages.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
                /** @description UUID of a message, unique within its session. Any letter case is accepted; answers are lower case. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    "messages.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a session: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                session_id: string;
                /** @description UUID of a message, unique within its session. Any letter case is accepted; answers are lower case. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMessage"];
                "application/merge-patch+json": components["schemas"]["UpdateMessage"];
            };
        };
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    "users.list": {
        parameters: {
            query?: {
                /** @description How many items a page holds at most. */
                limit?: number;
                /** @description `next_cursor` of the page before, from a request with the same path, order and filters. Opaque. */
                cursor?: string;
                /** @description `asc`: oldest first. `desc`: newest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
        };
    };
    "users.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description The user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    "users.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*`: answered with 304 if the session or user is at one of these versions. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    "users.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedUser"];
                };
            };
        };
    };
    "users.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match. */
                "If-Match"?: string;
            };
            path: {
                /** @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUser"];
                "application/merge-patch+json": components["schemas"]["UpdateUser"];
            };
        };
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    "users.sessions": {
        parameters: {
            query?: {
                /** @description How many items a page holds at most. */
                limit?: number;
                /** @description `next_cursor` of the page before, from a request with the same path, order and filters. Opaque. */
                cursor?: string;
                /** @description `asc`: oldest first. `desc`: newest first. */
                order?: "asc" | "desc";
                /** @description `deleted` lists the trash. */
                state?: "live" | "deleted";
            };
            header?: never;
            path: {
                /** @description The app's key for a user: any string of 1 to 1024 bytes of well-formed UTF-8, except `.` and `..`. Percent-encode it in a path. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
}

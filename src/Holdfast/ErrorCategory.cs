namespace Holdfast;

/// <summary>Why a model call failed. Each category has one next action, which the gateway takes.</summary>
public enum ErrorCategory
{
    /// <summary>The provider refused for too many requests (HTTP 429). Retried after the delay it names.</summary>
    RateLimited,

    /// <summary>The provider is failing or overloaded (HTTP 5xx, 529). Retried, then the next model in the chain.</summary>
    Overloaded,

    /// <summary>No complete answer within the attempt's timeout. Retried, then the next model in the chain.</summary>
    Timeout,

    /// <summary>The connection failed or broke, or a stream ended before its end mark. Retried, then the next model.</summary>
    Network,

    /// <summary>The provider says that the request is wrong. Never retried; the next model may still accept it.</summary>
    BadRequest,

    /// <summary>The prompt does not fit the model's context. The context is compacted and the call made once more.</summary>
    ContextTooLong,

    /// <summary>The provider's filter withheld the answer, or the model refused by protocol. Never retried on the same model.</summary>
    ContentFiltered,

    /// <summary>The answer could not be decoded or does not satisfy its schema. Asked again with the violations, twice at most.</summary>
    MalformedOutput,

    /// <summary>The key is missing, wrong or lacks a right (HTTP 401, 403). Never retried; the next model is tried.</summary>
    Auth,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}

namespace Holdfast.Server.MockModel.Wire;

/// <summary>The kinds of error that the protocols name differently.</summary>
internal enum WireErrorKind
{
    BadRequest,
    ContextTooLong,
    Auth,
    NotFound,
    RateLimited,
    Server,
    Overloaded,
}

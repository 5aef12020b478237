namespace Holdfast.Server.Memory;

/// <summary>What became of something that is to be forgotten.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Erased">Whether its text is erased everywhere; false while a session is open that may hold it: it is erased as soon as that is closed.</param>
internal sealed record ForgottenView(string Id, bool Erased);

using System.Collections.Immutable;

namespace Holdfast.Runs;

/// <summary>By what a round of calls is known when it comes again.</summary>
internal static class TurnHash
{
    /// <summary>FNV-1a over calls and results: a hash that is the same in every process, for the state must not depend on which one folds it.</summary>
    public static long Of(ImmutableArray<PendingCall> calls)
    {
        var hash = 14695981039346656037UL;
        foreach (var call in calls)
        {
            Mix(call.Name);
            Mix(call.Arguments);
            Mix(call.Result!.Length > 2_000 ? call.Result[..2_000] : call.Result);
        }

        return unchecked((long)hash);

        void Mix(string text)
        {
            foreach (var c in text)
            {
                hash = unchecked((hash ^ c) * 1099511628211UL);
            }

            hash = unchecked((hash ^ 0x1F) * 1099511628211UL);
        }
    }
}

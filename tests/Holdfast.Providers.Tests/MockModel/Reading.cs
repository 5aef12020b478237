namespace Holdfast.Providers.Tests.MockModel;

/// <summary>What a client read, in words that are the same for every protocol.</summary>
public sealed record Reading(string Text, string Calls, string Refusal, string Finish, long InputTokens, long OutputTokens)
{
    public static string Call(string name, string arguments) => $"{name}({arguments})";
}

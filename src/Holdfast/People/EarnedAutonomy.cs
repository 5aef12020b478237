using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Journal;

namespace Holdfast.People;

/// <summary>What an agent earned, or is about to.</summary>
/// <param name="Record">What people said so far.</param>
/// <param name="Needed">How many approvals in a row its rule asks for; null where no agent of this process has that rule any more.</param>
public sealed record EarnedAutonomy(AutonomyRow Record, int? Needed)
{
    /// <summary>Where it stands.</summary>
    public AutonomyStatus Status => Record.Allowance is { Stands: true } ? AutonomyStatus.Loosened : Record.InARow >= Needed ? AutonomyStatus.Suggested : AutonomyStatus.Counting;

    /// <summary>Whether a call is one of those that still ask: by a digest, so that it is the same wherever and however often it is decided.</summary>
    internal static bool IsSampled(Guid run, int call, int askOneIn) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{run:N}-{call}-sample"))) % (ulong)askOneIn == 0;
}

namespace Holdfast.Runs;

/// <summary>What model calls are for. Recorded with each call and shown in cost reports.</summary>
public static class Purposes
{
    /// <summary>An ordinary step: answer or call tools.</summary>
    public const string Act = "act";

    /// <summary>Making or remaking a plan.</summary>
    public const string Plan = "plan";

    /// <summary>Composing the final answer from what the steps of a plan brought.</summary>
    public const string Answer = "answer";

    /// <summary>A step of a workflow.</summary>
    public const string Step = "step";

    /// <summary>Answering once more, to see whether the answers agree.</summary>
    public const string Sample = "sample";

    /// <summary>Working on items of a batch.</summary>
    public const string Batch = "batch";

    /// <summary>Summarising: the closing word of a run that a limit ends, what leaves the window, or a session that ends.</summary>
    public const string Summarise = "summarise";

    /// <summary>Reading a session that ends for what its user told of themselves.</summary>
    public const string Extract = "extract";

    /// <summary>Finding the specialist for a message.</summary>
    public const string Route = "route";

    /// <summary>Turning a text into a vector: for a search of a knowledge base, say.</summary>
    public const string Embed = "embed";
}

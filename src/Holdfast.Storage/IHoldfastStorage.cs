using System.Data.Common;
using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Memory;
using Holdfast.Storage.Classification;
using Holdfast.Storage.Identity;

namespace Holdfast.Storage;

/// <summary>Everything that one database keeps for Holdfast. Safe for concurrent use; disposing it closes its connections.</summary>
public interface IHoldfastStorage : IJournalStore, IRunIndex, IBudgetStore, INoticeStore, IAutonomyStore, IMemoryStore, IAnswerCache
{
    /// <summary>Connections to the same database for the tables that agents keep of their own. Owned by the storage.</summary>
    DbDataSource AgentData { get; }

    /// <summary>The API keys.</summary>
    ApiKeyStore ApiKeys { get; }

    /// <summary>The trained classifiers.</summary>
    ClassifierStore Classifiers { get; }

    /// <summary>What administrators did.</summary>
    AuditLog Audit { get; }

    /// <summary>The knowledge bases.</summary>
    IKnowledgeStore Knowledge { get; }

    /// <summary>The erasure of what persons said.</summary>
    PersonalData PersonalData { get; }
}

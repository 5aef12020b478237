using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.Models;
using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Schema;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>A model that needs no LLM: it picks a tool by the words of the request, fills the arguments from the conversation, asks for
/// what is missing, confirms before effects, and answers from tool results by template.</summary>
/// <remarks>
/// Deterministic: the same messages, tools and clock give the same answer. It keeps nothing between calls and may be used concurrently.
/// It understands English only, and says that it is limited. It reads the properties of <see cref="ModelCallProperties"/>. An effect is
/// proposed first and released only by a clear yes in the very next message of the user. Usage is always 0 tokens.
/// </remarks>
public sealed class OfflineChatClient : IChatClient
{
    /// <summary>The model id that every answer carries: <c>offline</c>.</summary>
    public const string ModelId = "offline";

    private static readonly ChatClientMetadata Metadata = new("offline", defaultModelId: ModelId);

    private readonly TimeProvider time;

    /// <summary>Creates the offline model.</summary>
    /// <param name="time">The clock for calls that carry no <see cref="ModelCallProperties.Now"/>, or null for the system's.</param>
    public OfflineChatClient(TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Decides and answers for the conversation so far.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The tools and the properties of the call.</param>
    /// <param name="cancellationToken">Stops before the work begins; the work itself takes milliseconds.</param>
    /// <exception cref="ModelException">With <see cref="ErrorCategory.BadRequest"/> when the purpose or the response format needs a language model.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<ChatResponse>(cancellationToken)
            : Task.FromResult(Respond([.. messages], options));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in StreamedAnswer.Cut(response))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the client holds no resources.</summary>
    public void Dispose()
    {
    }

    private ChatResponse Respond(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var call = CallContext.From(options, time);
        if (call.Purpose is "summarise")
        {
            return Answer(OfflineSummary.Write(messages), options, plan: false);
        }

        if (call.Purpose is "route")
        {
            return Reply(RouteReply.Write(messages, options));
        }

        if (call.Purpose is "extract" && options?.ResponseFormat is ChatResponseFormatJson { Schema: { } lists })
        {
            return Reply(SchemaReply.Nothing(lists));
        }

        if (call.Purpose is not ("act" or "plan" or "answer"))
        {
            throw new ModelException(ErrorCategory.BadRequest, $"The offline model cannot do a call of purpose '{call.Purpose}': it needs a language model. It can route, plan, act, answer and summarise. Add a provider to the tier.");
        }

        var tools = ToolModel.From(options, call.Purpose == "plan");
        var replies = new Replies(tools, call.AgentDescription, call.Fallback);
        var state = new DialogueState(tools, replies, call.Zone);
        ConversationReader.Fold(messages, state, call.LocalNow, call.Zone);
        var decision = messages.Any(message => EngineText.Spoken(message) is not null) ? state.Decision : Decision.Say("Hello! " + replies.Abilities());
        if (call.Purpose == "answer" && decision.Kind == DecisionKind.Call)
        {
            decision = Decision.Say("I could not finish this.");
        }

        if (decision.Kind == DecisionKind.Call)
        {
            return call.Purpose == "plan" ? Reply(PlanText.Step(decision.Tool!)) : Call(decision, messages);
        }

        var limited = state.HasSaidLimited && decision.Kind != DecisionKind.Decline ? decision.Text
            : decision.Text.Contains(Replies.LimitedMark, StringComparison.Ordinal) ? decision.Text : Replies.Limited + "\n\n" + decision.Text;
        return Answer(limited, options, call.Purpose == "plan");
    }

    private static ChatResponse Answer(string text, ChatOptions? options, bool plan)
    {
        if (plan)
        {
            return Reply(PlanText.Reply(text));
        }

        return Reply(options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? SchemaReply.Write(schema, text) : text);
    }

    private static ChatResponse Reply(string text) => Response(new ChatMessage(ChatRole.Assistant, text), ChatFinishReason.Stop);

    private static ChatResponse Call(Decision decision, IReadOnlyList<ChatMessage> messages)
    {
        var earlier = messages.Sum(message => message.Contents.OfType<FunctionCallContent>().Count());
        var arguments = decision.Arguments.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);
        var id = "offline-" + (earlier + 1).ToString(CultureInfo.InvariantCulture) + "-" + Fingerprint.Of(decision);
        return Response(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(id, decision.Tool!.Name, arguments)]), ChatFinishReason.ToolCalls);
    }

    private static ChatResponse Response(ChatMessage message, ChatFinishReason finish) => new(message)
    {
        ModelId = ModelId,
        FinishReason = finish,
        Usage = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 },
    };
}

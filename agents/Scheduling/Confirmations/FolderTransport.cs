using System.Text;
using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Writes each message to a file named after its id: whole or not at all, and the same file when sent again.</summary>
internal sealed class FolderTransport(SchedulingOptions options) : IConfirmationTransport
{
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(options.OutboxFolder).FullName;
        var path = Path.Combine(folder, message.MessageId[..message.MessageId.IndexOf('@', StringComparison.Ordinal)] + ".eml");
        // The attempt is part of the name: two processes that deliver the same message do not share a temporary file.
        var temporary = $"{path}.{message.Attempts}.tmp";
        await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 4096, useAsync: true))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(InternetMessage.Format(message, options)), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

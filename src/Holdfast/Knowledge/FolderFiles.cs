namespace Holdfast.Knowledge;

/// <summary>The files of a folder that are documents.</summary>
internal static class FolderFiles
{
    /// <summary>Each file by its path inside the folder, with <c>/</c> between its parts, in ordinal order.</summary>
    /// <exception cref="HoldfastException"><c>unknown-folder</c>.</exception>
    public static SortedDictionary<string, string> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new HoldfastException("unknown-folder", $"There is no folder {folder}. Give the folder that holds the documents.");
        }

        // Links are not followed: a folder of documents is not a way to the rest of the disk.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", options))
        {
            if (KnowledgeSource.MediaTypeOf(file) is not null)
            {
                files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = file;
            }
        }

        return files;
    }
}

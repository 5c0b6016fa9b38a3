# What the desk asks of Microsoft Office and WPS on Windows, see exam_client/practical/office/com.py. One line of JSON
# in, lines "STANDING PATH" out, the last one "end". Only programs that run already are asked, only documents below the
# folder of the question and those that were never saved are touched. Untried on a real machine so far.
param([Parameter(Mandatory = $true)][string]$Question)
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$ask = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Question)) | ConvertFrom-Json
$place = $ask.folder.TrimEnd('\') + '\'
$families = @(
    @{ Names = @('Word.Application', 'KWps.Application', 'WPS.Application'); List = 'Documents'; Ending = '.docx'; Format = 16 },
    @{ Names = @('Excel.Application', 'KET.Application', 'ET.Application'); List = 'Workbooks'; Ending = '.xlsx'; Format = 51 },
    @{ Names = @('PowerPoint.Application', 'KWPP.Application', 'WPP.Application'); List = 'Presentations'; Ending = '.pptx'; Format = 24 }
)
$rescued = 0

function Say([string]$standing, [string]$path) {
    [Console]::Out.WriteLine("$standing $path")
    [Console]::Out.Flush()
}

foreach ($family in $families) {
    foreach ($name in $family.Names) {
        try { $program = [Runtime.InteropServices.Marshal]::GetActiveObject($name) } catch { continue }
        $documents = @()
        foreach ($one in $program.($family.List)) { $documents += $one }
        foreach ($document in $documents) {
            $path = [string]$document.FullName
            $hasPlace = [string]$document.Path -ne ''
            if ($hasPlace -and -not $path.StartsWith($place, [StringComparison]::OrdinalIgnoreCase)) { continue }
            $isSaved = [bool]$document.Saved
            $standing = 'clean'
            if ($isSaved) {
                $standing = 'clean'
            } elseif (-not $hasPlace -and ($ask.kind -eq 'look' -or -not $ask.rescue)) {
                $standing = 'untitled'
            } elseif ($ask.kind -eq 'look') {
                $standing = 'modified'
            } else {
                try {
                    if ($hasPlace) {
                        $document.Save()
                        $standing = 'saved'
                    } else {
                        $rescued++
                        $path = "$($ask.rescue)$rescued$($family.Ending)"
                        $document.SaveAs($path, $family.Format)
                        $standing = 'rescued'
                    }
                } catch { $standing = 'failed' }
            }
            if ($standing -eq 'untitled') { Say 'untitled' '-' } else { Say $standing $path }
            if ($ask.kind -eq 'close' -and $standing -in @('clean', 'saved', 'rescued')) {
                try {
                    $document.Saved = $true
                    $document.Close()
                } catch { Say $standing $path }
            }
        }
        # A program that the candidate's documents were alone in goes too; one with other documents stays.
        if ($ask.kind -eq 'close' -and $program.($family.List).Count -eq 0) {
            try { $program.Quit() } catch { }
        }
    }
}
[Console]::Out.WriteLine('end')

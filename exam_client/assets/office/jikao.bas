' What the desk asks of LibreOffice, see exam_client/practical/office/libreoffice.py: save the candidate's documents,
' close them, or say how they stand. Question and answer are ASCII files in the profile's folder "jikao"; every
' path in them is a file URL, because Basic writes text in the system's encoding. Only documents below the folder
' of the question are touched, and those that were never saved anywhere; nothing is ever closed with unsaved work.
Option Explicit

Private mIsEnabled As Boolean
Private mPart As String

Sub Ask(number As String)
    Dim stem As String, kind As String, place As String, rescue As String
    Dim answer As Integer, at As Long, rescued As Long
    Dim documents() As Object
    ' No answer counts as "could not save"; an error box of Basic in front of a pupil would help nobody.
    On Error GoTo Broken
    stem = Exchange() & number
    answer = FreeFile
    Open stem & ".ask" For Input As #answer
    Line Input #answer, kind
    Line Input #answer, place
    Line Input #answer, rescue
    Close #answer
    mPart = stem & ".part"
    documents = OpenDocuments(place)
    rescued = 0
    For at = 0 To UBound(documents)
        If Not documents(at).hasLocation() Then
            If documents(at).isModified() And (kind = "look" Or rescue = "-") Then
                Say("untitled -")
            ElseIf documents(at).isModified() Then
                rescued = rescued + 1
                RescueOne(documents(at), rescue & rescued)
            End If
        ElseIf kind = "look" Then
            Say(IIf(documents(at).isModified(), "modified ", "clean ") & documents(at).getURL())
        Else
            SaveOne(documents(at))
        End If
    Next at
    If kind <> "look" Then
        ' Only now, because half a formula may make Calc ask something: everything else is safe already.
        For at = 0 To UBound(documents)
            TakeTyping(documents(at))
        Next at
    End If
    If kind = "close" Then
        For at = 0 To UBound(documents)
            CloseOne(documents(at), rescue)
        Next at
    End If
    Say("end")
    Name stem & ".part" As stem & ".answer"
    If kind <> "look" Then LeaveIfEmpty()
Broken:
End Sub

' Each line is on the disk at once: what was said before a program came to a halt still counts.
Sub Say(sentence As String)
    Dim part As Integer
    part = FreeFile
    Open mPart For Append As #part
    Print #part, sentence
    Close #part
End Sub

Function Exchange() As String
    Dim substitution As Object
    substitution = CreateUnoService("com.sun.star.util.PathSubstitution")
    Exchange = ConvertFromURL(substitution.substituteVariables("$(user)/jikao/", True))
End Function

Function OpenDocuments(place As String) As Variant
    Dim found() As Object, count As Long
    Dim all As Object, one As Object
    count = 0
    all = StarDesktop.Components.createEnumeration()
    Do While all.hasMoreElements()
        one = all.nextElement()
        If HasUnoInterfaces(one, "com.sun.star.frame.XStorable", "com.sun.star.util.XModifiable") Then
            If IsOurs(one, place) Then
                ReDim Preserve found(count) As Object
                found(count) = one
                count = count + 1
            End If
        End If
    Loop
    OpenDocuments = found()
End Function

Function IsOurs(document As Object, place As String) As Boolean
    Dim file As String, root As String
    If Not document.hasLocation() Then
        IsOurs = True
        Exit Function
    End If
    file = ConvertFromURL(document.getURL())
    root = ConvertFromURL(place)
    If GetGUIType() = 1 Then
        file = LCase(file)
        root = LCase(root)
    End If
    IsOurs = (Left(file, Len(root)) = root)
End Function

Sub SaveOne(document As Object)
    On Error GoTo Failed
    If Not document.isModified() Then
        Say("clean " & document.getURL())
        Exit Sub
    End If
    Say("failed " & document.getURL())
    If document.isReadonly() Then Exit Sub
    document.storeSelf(Quietly())
    Say("saved " & document.getURL())
Failed:
End Sub

' What cannot be written is an error for us, and not a question in front of the candidate.
Function Quietly() As Variant
    Dim handler As New com.sun.star.beans.PropertyValue
    handler.Name = "InteractionHandler"
    handler.Value = CreateUnoListener("Unasked_", "com.sun.star.task.XInteractionHandler")
    Quietly = Array(handler)
End Function

Sub Unasked_handle(request As Object)
End Sub

' A cell that is still being typed into belongs to no document yet; Calc takes it in when it is told to save.
Sub TakeTyping(document As Object)
    Dim helper As Object
    On Error GoTo Failed
    If Not document.supportsService("com.sun.star.sheet.SpreadsheetDocument") Then Exit Sub
    If Not document.hasLocation() Or document.isReadonly() Then Exit Sub
    If Not IsTyping(document.CurrentController.Frame) Then Exit Sub
    Say("failed " & document.getURL())
    helper = CreateUnoService("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, ".uno:Save", "", 0, Array())
    If Not document.isModified() Then Say("saved " & document.getURL())
Failed:
End Sub

' Nothing tells whether a cell is being typed into; but only then can a part of it be raised (seen in 7.4).
Function IsTyping(frame As Object) As Boolean
    Dim transformer As Object, listener As Object, target As Object
    Dim url As New com.sun.star.util.URL
    mIsEnabled = False
    transformer = CreateUnoService("com.sun.star.util.URLTransformer")
    listener = CreateUnoListener("Raised_", "com.sun.star.frame.XStatusListener")
    url.Complete = ".uno:Superscript"
    transformer.parseStrict(url)
    target = frame.queryDispatch(url, "", 0)
    If Not IsNull(target) Then
        target.addStatusListener(listener, url)
        target.removeStatusListener(listener, url)
    End If
    IsTyping = mIsEnabled
End Function

Sub Raised_statusChanged(event As Object)
    mIsEnabled = event.IsEnabled
End Sub

Sub Raised_disposing(event As Object)
End Sub

Sub RescueOne(document As Object, stem As String)
    Dim ending As String
    On Error GoTo Failed
    ending = ".odt"
    If document.supportsService("com.sun.star.sheet.SpreadsheetDocument") Then ending = ".ods"
    If document.supportsService("com.sun.star.presentation.PresentationDocument") Then ending = ".odp"
    Say("failed " & stem & ending)
    document.storeToURL(stem & ending, Quietly())
    Say("rescued " & stem & ending)
Failed:
End Sub

Sub CloseOne(document As Object, rescue As String)
    On Error GoTo Failed
    If document.hasLocation() And document.isModified() Then Exit Sub
    If document.isModified() And rescue = "-" Then Exit Sub
    document.setModified(False)
    document.close(True)
Failed:
End Sub

Sub LeaveIfEmpty()
    On Error GoTo Failed
    If Not StarDesktop.Components.createEnumeration().hasMoreElements() Then StarDesktop.terminate()
Failed:
End Sub
